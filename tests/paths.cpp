#include "paths.h"

std::string project_file(const std::string& name) { return UNPOOL_SOURCE_DIR "/" + name; }

std::string shared_file(const std::string& name) { return UNPOOL_SHARED_DIR "/" + name; }
