// The order in which threads of a block, blocks of a grid, or streams of a context run.
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

// The order in which streams that could go on do so.
struct StreamOrder {
    // As all work was issued, whichever stream it is of: then a missing wait between streams is not seen.
    bool issued = true;
    // Otherwise: Forward lets the oldest stream go first, Reverse the newest, as far as waits allow.
    Order order;

    static bool parse(const std::string& text, StreamOrder& order) {
        order.issued = text == "issue";
        return order.issued || Order::parse(text, order.order);
    }
};

}  // namespace standin
