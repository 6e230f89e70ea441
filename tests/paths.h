// Where the tests' files are.  In one place, so that no other file is compiled anew in another folder.
#pragma once

#include <string>

/// A file of the project: "weights/lenet5.safetensors".
std::string project_file(const std::string& name);

/// A file beside the project that may be absent, such as "data/mnist/t10k-images-idx3-ubyte.gz".
std::string shared_file(const std::string& name);

/// One of MNIST's four files, "t10k-images-idx3-ubyte": the one beside the project, else the one that tests/run.sh
/// makes in build/mnist.  Where neither is there, the path is that of the second: reading it fails the test.
std::string mnist_file(const std::string& name);
