// The two containers of torch.save: a zip archive since 1.6, before that pickles one after another and then storages.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/foreign/pickle.h"
#include "io/foreign/zip.h"

namespace io {

/// A tensor's numbers as the pickle names them.
struct TorchStorage {
    std::string_view key;
    std::string dtype;       ///< by safetensors' names; "" where it is none of them, and `called` says what
    std::string called;      ///< "torch.QInt8Storage"
    std::int64_t begin = 0;  ///< where a view into a larger storage begins (before 0.4)
};

class TorchFile {
public:
    TorchFile() = default;
    TorchFile(TorchFile&&) = default;
    TorchFile& operator=(TorchFile&&) = default;

    /// `bytes` must outlive it.  Errors: neither container, TorchScript, those of zip.h and pickle.h, big-endian.
    static base::Result<TorchFile> open(std::span<const std::uint8_t> bytes);

    const Pickle& pickle() const { return pickle_; }
    std::int64_t size() const { return size_; }  ///< of the whole file
    const char* container() const { return zip_ ? "zip" : "the format before 1.6"; }

    /// What a persistent value of the pickle says; nothing where it is no storage.
    static std::optional<TorchStorage> storage_of(const Pickle& pickle, int value);

    /// Its bytes, unpacked where they were packed, once.  Errors: not in the file, those of Zip::content.
    base::Result<std::span<const std::uint8_t>> bytes_of(std::string_view key);

private:
    base::Status open_zip(std::span<const std::uint8_t> bytes);
    base::Status open_old(std::span<const std::uint8_t> bytes);

    std::int64_t size_ = 0;
    std::optional<Zip> zip_;
    std::string folder_;  ///< in the zip archive: "archive/"
    Pickle pickle_;
    std::deque<std::vector<std::uint8_t>> unpacked_;
    std::map<std::string, std::span<const std::uint8_t>, std::less<>> storages_;
};

}  // namespace io
