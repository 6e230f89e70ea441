// Models as safetensors files: PyTorch's layouts and names, the architecture and the model card as JSON in
// __metadata__.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/foreign/derive.h"
#include "nn/network.h"

namespace io {

struct Safetensors;

/// A safetensors file, or one of a framework (foreign/open_model.h).  The architecture comes from metadata key
/// "architecture"; without it, LeNet-5's tensors make LeNet-5, others what follows from their shapes, and the card says
/// under "assumed" what was taken for granted; `assumed` fixes some of it (foreign/derive.h).  Weights may be F32, F16,
/// BF16 or F64. Errors: those of parse_safetensors; no architecture and none that follows; a tensor missing, of the
/// wrong shape, or one that belongs to no layer; a weight that is NaN or infinite; a history (see history.h).
base::Result<nn::Network> parse_model(std::span<const std::uint8_t> bytes, const Assumed& assumed = {});
/// The same without frameworks' files and without guesses: the engine is small because it holds no reader of those.
/// Errors: as parse_model's; no architecture in the metadata, and not LeNet-5's tensors.
base::Result<nn::Network> parse_own_model(std::span<const std::uint8_t> bytes);
/// As parse_model, of a file that is read already.
base::Result<nn::Network> model_of(Safetensors file, const Assumed& assumed = {});
inline constexpr const char* kHistoryKey = "history";  ///< in the metadata of files that hold several checkpoints

/// What the model's file did not say and was assumed, as its card tells; empty where nothing was.
std::string assumed(const nn::Network& network);

enum class Precision {
    single,  ///< F32: every bit
    half,    ///< F16, rounded to the nearest: half as large; weights beyond 65,504 become infinite, see fits_half
};
std::vector<std::uint8_t> write_model(const nn::Network& network, Precision precision = Precision::single);
/// What write_model writes.
Safetensors tensors_of(const nn::Network& network, Precision precision);
/// Whether every weight has a finite half.
bool fits_half(const nn::Network& network);

/// {"name": ..., "input": [c, h, w], "layers": [{"kind": ..., "name": ..., ...}]}
std::string architecture_to_json(const nn::Architecture& architecture);
base::Result<nn::Architecture> architecture_from_json(std::string_view text);

}  // namespace io
