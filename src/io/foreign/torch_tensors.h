// Tensors of a PyTorch file: a storage's numbers, seen through sizes and strides.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "io/foreign/torch_file.h"
#include "io/safetensors.h"

namespace io {

class TorchTensors {
public:
    static constexpr std::int64_t kMostNumbers = std::int64_t{32} << 20;  ///< of all tensors that are read

    /// `file` must outlive it.
    explicit TorchTensors(TorchFile& file) : file_(file), pickle_(file.pickle()) {}

    /// Whether a value is a tensor or a parameter, of a kind that can be read or not.
    bool is_tensor(int value) const { return call_of(value) >= 0; }

    /// Row-major, however it lies in the file.  Errors name the tensor: quantised, sparse or another kind; over 8
    /// dimensions; numbers outside its storage; more numbers, with those read before, than 32 million or
    /// 16 times the file's bytes and a million.
    base::Result<NamedTensor> read(int value, const std::string& name);

private:
    int call_of(int value) const;

    TorchFile& file_;
    const Pickle& pickle_;
    std::int64_t taken_ = 0;
};

}  // namespace io
