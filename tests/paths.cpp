#include "paths.h"

#include <filesystem>

std::string project_file(const std::string& name) { return UNPOOL_SOURCE_DIR "/" + name; }

std::string shared_file(const std::string& name) { return UNPOOL_SHARED_DIR "/" + name; }

std::string mnist_file(const std::string& name) {
    const std::string beside = shared_file("data/mnist/" + name + ".gz");
    return std::filesystem::exists(beside) ? beside : project_file("build/mnist/" + name);
}
