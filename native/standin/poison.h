// Bit patterns that make a use of memory nobody wrote visible: NaN as float and as double, far out of range as index.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace standin {

// Fresh device memory, fresh shared memory, undefined results of warp functions.
constexpr uint32_t freshPoison = 0x7ffdead1u;

// The bytes between an allocation and the unmapped pages around it; a kernel must leave them alone.
constexpr uint32_t redzonePoison = 0x7ffcafe1u;

// Fills [begin, end) so that the byte at any address depends on the address only, whatever begin is.
inline void fillPoison(char* begin, char* end, uint32_t pattern) {
    while (begin < end && reinterpret_cast<uintptr_t>(begin) % sizeof(pattern) != 0) {
        *begin = static_cast<char>(pattern >> (8 * (reinterpret_cast<uintptr_t>(begin) % sizeof(pattern))));
        begin++;
    }
    for (; end - begin >= static_cast<ptrdiff_t>(sizeof(pattern)); begin += sizeof(pattern)) {
        std::memcpy(begin, &pattern, sizeof(pattern));
    }
    std::memcpy(begin, &pattern, static_cast<size_t>(end - begin));
}

// The first byte of [begin, end) that fillPoison would have written differently; end when there is none.
inline const char* firstChange(const char* begin, const char* end, uint32_t pattern) {
    const auto expected = [pattern](const char* at) {
        return static_cast<char>(pattern >> (8 * (reinterpret_cast<uintptr_t>(at) % sizeof(pattern))));
    };
    while (begin < end) {
        uint32_t word;
        if (reinterpret_cast<uintptr_t>(begin) % sizeof(word) == 0 && end - begin >= 4) {
            std::memcpy(&word, begin, sizeof(word));
            if (word == pattern) {
                begin += sizeof(word);
                continue;
            }
        }
        if (*begin != expected(begin)) {
            return begin;
        }
        begin++;
    }
    return end;
}

}  // namespace standin
