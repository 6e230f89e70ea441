// The page's program comes in two parts (docs/adr/0009): what the first frame and drawing need, then the rest. Natively
// both are always here.
#pragma once

#include <string>
#include <vector>

namespace app {

struct State;

struct Rest {
    bool is_here = true;
    std::string problem;                    ///< why it did not come the last time that it was asked for
    std::vector<void (*)(State&)> waiting;  ///< what was asked of it meanwhile
};

/// Does it now where the rest is here, else when it has come: for clicks and keys that ask something of the rest.
void when_rest_is_here(State& state, void (*act)(State&));

/// The rest is on its way.
void rest_comes(State& state);
/// It has come: does what waited for it.
void rest_came(State& state);
/// It did not come, and is asked for again.  Says so once.
void rest_failed(State& state, const std::string& why);

/// Whether what is open in the middle of the screen has to wait for the rest.
bool waits_for_rest(const State& state);
/// The sentence that stands there meanwhile.
std::string rest_words(const State& state);

}  // namespace app
