// Modules of PyTorch as steps, by the names of their classes and the settings in their pickled state.
#pragma once

#include <string>
#include <string_view>

#include "io/foreign/found.h"
#include "io/foreign/pickle.h"

namespace io {

/// Whether a pickled value is a torch.nn.Module: it has `_modules` and `_parameters` in its state.
bool is_torch_module(const Pickle& pickle, int value);

/// Whether the module's children are called one after another: Sequential, and wrappers of one child.
bool is_torch_sequence(const Pickle& pickle, int value);

/// Whether its class is one of those that become a step, or that leave no trace (Identity).
bool is_torch_step(const Pickle& pickle, int value);

/// The module as a step called `name`; its tensors are `name`.weight and so on.  StepKind::other with a refusal where
/// the class or a setting of it is not known here.
FoundStep torch_step(const Pickle& pickle, int value, const std::string& name);

/// "Conv2d", "Net".
std::string torch_class(const Pickle& pickle, int value);

}  // namespace io
