// The page's program.  The shell calls unpool_start when the model has come, then unpool_frame as often as there is
// something to draw.
#include "platform/web/exports.h"

int main() {
    platform::web::keep_exports();
    platform::web::keep_lesson_exports();
    platform::web::keep_probe_exports();
    platform::web::keep_training_exports();
    return 0;
}
