// Any model's file, of ours or of a framework, to a network.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/foreign/derive.h"
#include "io/idx_pair.h"
#include "nn/network.h"

namespace io {

struct OpenedModel {
    nn::Network network;
    std::string source;              ///< "a PyTorch state dict (zip)"
    std::vector<std::string> notes;  ///< what was made of it, a sentence each without its full stop
    std::vector<Assumption> assumptions;
};

/// What a file holds that leaves something open: a framework's, or tensors without an architecture.  Nothing for a file
/// of ours that tells its architecture, and for what is no model.  Errors: those of the readers.
base::Result<std::optional<FoundModel>> find_model(std::span<const std::uint8_t> bytes);

/// Its network.  The card says "source", "notes", "names" and, where something was assumed, "assumed".
/// Errors: those of derive.h and of build.h.
base::Result<OpenedModel> put_together(FoundModel found, const Assumed& assumed = {});

/// Whether the bytes begin as a framework's file that is read here, PyTorch's or ONNX, and not as one of another kind:
/// the length that safetensors begins with may look like a pickle's first bytes.
bool is_framework_file(std::span<const std::uint8_t> bytes);

/// The network of a framework's file, with the first choice of what it leaves open.
/// Errors: those of the readers, of derive.h and of build.h; a file that is recognised but not read says how to convert
/// it.
base::Result<OpenedModel> open_framework_file(std::span<const std::uint8_t> bytes, const Assumed& assumed = {});

/// The same of tensors without an architecture.
base::Result<OpenedModel> open_tensors(Safetensors file, const Assumed& assumed = {});

}  // namespace io
