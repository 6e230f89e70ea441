// libFuzzer: architectures as JSON.
#include <cstdint>
#include <cstdlib>

#include "io/model_file.h"
#include "time_limit.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::watch_growth({data, size}, {}, [](std::span<const std::uint8_t> bytes) {
        (void)io::architecture_from_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}).ok();
    });
    const auto architecture = io::architecture_from_json({reinterpret_cast<const char*>(data), size});
    if (!architecture.ok()) return 0;
    (void)nn::make_network(architecture.value()).ok();
    // What was accepted must survive the round trip.
    const auto back = io::architecture_from_json(io::architecture_to_json(architecture.value()));
    if (back.ok() ? !(back.value() == architecture.value())
                  : architecture.value().name.find('\xef') == std::string::npos)
        std::abort();
    return 0;
}
