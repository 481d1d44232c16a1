// The order in which threads of a block, or blocks of a grid, run.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace standin {

struct Order {
    enum class Kind { Forward, Reverse, Random };

    Kind kind = Kind::Forward;
    // Used by Random only; advances from launch to launch, so that a test sees many orders from one seed.
    std::mt19937_64 generator{};

    // Reads "forward", "reverse" or "random:SEED"; false when text is none of them.
    static bool parse(const std::string& text, Order& order) {
        const std::string random = "random:";
        if (text == "forward" || text == "reverse") {
            order = {text == "forward" ? Kind::Forward : Kind::Reverse, {}};
            return true;
        }
        if (text.compare(0, random.size(), random) != 0 || text.size() == random.size()
            || text.find_first_not_of("0123456789", random.size()) != std::string::npos) {
            return false;
        }
        order = {Kind::Random, std::mt19937_64(std::strtoull(text.c_str() + random.size(), nullptr, 10))};
        return true;
    }
};

}  // namespace standin
