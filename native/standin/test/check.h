// Checks and registration of tests. A failed check says where, and ends the test.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

struct TestCase {
    std::string name;
    std::function<void()> body;
};

inline std::vector<TestCase>& testCases() {
    static std::vector<TestCase> cases;
    return cases;
}

struct TestRegistration {
    TestRegistration(const char* name, std::function<void()> body) { testCases().push_back({name, std::move(body)}); }
};

#define TEST(name)                                              \
    static void name();                                         \
    static const TestRegistration registered_##name(#name, name); \
    static void name()

inline std::string place(const char* file, int line) { return std::string(file) + ":" + std::to_string(line) + ": "; }

#define CHECK(condition)                                                                  \
    do {                                                                                  \
        if (!(condition)) {                                                               \
            throw std::runtime_error(place(__FILE__, __LINE__) + "not so: " #condition); \
        }                                                                                 \
    } while (false)

#define CHECK_EQUAL(actual, expected) checkEqual((actual), (expected), #actual, place(__FILE__, __LINE__))

template <typename Actual, typename Expected>
void checkEqual(const Actual& actual, const Expected& expected, const char* text, const std::string& where) {
    if (!(actual == static_cast<Actual>(expected))) {
        throw std::runtime_error(where + text + " is " + std::to_string(actual) + ", expected "
                                 + std::to_string(static_cast<Actual>(expected)));
    }
}

#define CHECK_CONTAINS(text, part) checkContains((text), (part), place(__FILE__, __LINE__))

inline void checkContains(const std::string& text, const std::string& part, const std::string& where) {
    if (text.find(part) == std::string::npos) {
        throw std::runtime_error(where + "'" + text + "' does not contain '" + part + "'");
    }
}
