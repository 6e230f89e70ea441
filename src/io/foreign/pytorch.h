// PyTorch's files (.pt, .pth): state dicts, checkpoints that have one, whole modules; of the zip format and of the one
// before 1.6.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "io/foreign/found.h"

namespace io {

/// A torch.save file, by its first bytes; the zip archive may still turn out to be another's.
bool may_be_pytorch(std::span<const std::uint8_t> bytes);

/// The tensors of the network in the file, with the settings of its modules where whole modules were saved.  Nothing
/// of the pickle is executed; classes are only names.  "module." and "_orig_mod." before all names are dropped, and so
/// is what is no network's: optimiser state, counters.
/// Errors: those of torch_file.h and torch_tensors.h; no network in it; modules within one another more than 16 deep;
/// over 4,096 tensors.
base::Result<FoundModel> read_pytorch(std::span<const std::uint8_t> bytes);

}  // namespace io
