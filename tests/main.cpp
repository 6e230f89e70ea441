// The one main of unpool_tests; the tests are in tests/<room>/<name>_test.cpp.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
