// libFuzzer: the settings that a browser or a folder kept.
#include <cstdlib>

#include "app/settings.h"
#include "time_limit.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::watch_growth({data, size}, {}, [](std::span<const std::uint8_t> bytes) {
        app::Options options;
        app::settings_from_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, options);
        if (!(options.gamma >= 0.3f && options.gamma <= 1.5f && options.left >= app::kMinLeft &&
              options.right <= app::kMaxRight))
            std::abort();
        // What was taken is kept.
        app::Options again;
        app::settings_from_json(app::settings_to_json(options), again);
        if (app::settings_to_json(again) != app::settings_to_json(options)) std::abort();
    });
    return 0;
}
