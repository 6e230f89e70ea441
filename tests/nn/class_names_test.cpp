#include "nn/class_names.h"

#include <doctest/doctest.h>

TEST_CASE("classes are called as the card says, and by their numbers where it says nothing") {
    nn::Network network;
    CHECK(nn::class_name(network, 7) == "7");
    CHECK_FALSE(nn::names_classes(network));
    const std::vector<std::string> names{"T-shirt/top", "Trouser", "Ankle boot"};
    network.card[nn::kClassesKey] = nn::classes_text(names);
    CHECK(nn::names_classes(network));
    for (int k = 0; k < 3; ++k) CHECK(nn::class_name(network, k) == names[static_cast<std::size_t>(k)]);
    CHECK(nn::class_name(network, 3) == "3");
    network.card[nn::kClassesKey] = ", ,a,, ";
    CHECK(nn::class_name(network, 0) == "0");
    CHECK(nn::class_name(network, 1) == ",a,");
    CHECK(nn::classes_text({"0", "1", "2"}).empty());
}
