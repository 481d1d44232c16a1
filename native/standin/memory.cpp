#include "memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "poison.h"

namespace standin {
namespace {

constexpr size_t page = 4096;

size_t roundUp(size_t value, size_t multiple) { return (value + multiple - 1) / multiple * multiple; }

char* pointer(uintptr_t address) { return reinterpret_cast<char*>(address); }

std::string name(const Allocation& allocation) {
    const std::string device = allocation.device == 0 || allocation.host ? "" : " " + std::to_string(allocation.device);
    return (allocation.host ? "host" : "device" + device) + " allocation " + std::to_string(allocation.number) + " ("
           + std::to_string(allocation.size) + " bytes)";
}

bool isOf(const Allocation& allocation, bool host, int device) {
    return allocation.host == host && (device == Memory::anyDevice || allocation.device == device);
}

std::string bytesPast(uintptr_t address, const Allocation& allocation) {
    if (address < allocation.begin) {
        return std::to_string(allocation.begin - address) + " bytes before the beginning of " + name(allocation);
    }
    return std::to_string(address - allocation.begin - allocation.size) + " bytes past the end of " + name(allocation);
}

}  // namespace

// Addresses come from large unmapped reservations, upwards only, so that a stale address faults for ever.
char* Memory::reserve(size_t bytes) {
    if (bytes > arenaLeft_) {
        constexpr size_t large = size_t{1} << 40;
        constexpr size_t small = size_t{1} << 34;   // where the address space of a process is limited
        for (const size_t size : {std::max(large, bytes), std::max(small, bytes)}) {
            void* const memory =
                mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
            if (memory != MAP_FAILED) {
                arena_ = static_cast<char*>(memory);
                arenaLeft_ = size;
                break;
            }
        }
    }
    if (bytes > arenaLeft_) {
        return nullptr;
    }
    char* const reserved = arena_;
    arena_ += bytes;
    arenaLeft_ -= bytes;
    return reserved;
}

uintptr_t Memory::allocate(
    size_t size, size_t alignment, bool guardBeginning, bool host, int device, uint64_t owner) {
    expose(device);
    const size_t pagesSize = roundUp(size, page);
    char* const reserved = reserve(page + pagesSize + page);
    if (reserved == nullptr || mprotect(reserved + page, pagesSize, PROT_READ | PROT_WRITE) != 0) {
        return 0;
    }
    char* const pages = reserved + page;
    char* const begin = guardBeginning ? pages : pages + pagesSize - roundUp(size, alignment);
    fillPoison(pages, begin, redzonePoison);
    fillPoison(begin, begin + size, freshPoison);
    fillPoison(begin + size, pages + pagesSize, redzonePoison);
    const auto address = reinterpret_cast<uintptr_t>(begin);
    live_[address] = {address, size, reinterpret_cast<uintptr_t>(pages), pagesSize, ++allocated_, host, device,
                      owner};
    return address;
}

void Memory::expose(int device) {
    if (device == exposed_) {
        return;
    }
    exposed_ = device;
    for (const auto& [address, allocation] : live_) {
        const int access = allocation.host || allocation.device == device ? PROT_READ | PROT_WRITE : PROT_NONE;
        mprotect(pointer(allocation.pages), allocation.pagesSize, access);
    }
}

Memory::Allocations::iterator Memory::release(Allocations::iterator position) {
    const Allocation& allocation = position->second;
    // A fresh mapping without access gives the memory back and keeps the addresses.
    mmap(pointer(allocation.pages), allocation.pagesSize, PROT_NONE,
         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    return live_.erase(position);
}

bool Memory::release(uintptr_t address, bool host, int device) {
    const auto found = live_.find(address);
    if (found == live_.end() || !isOf(found->second, host, device)) {
        return false;
    }
    release(found);
    return true;
}

long long Memory::releaseAll(uint64_t owner) {
    long long released = 0;
    for (auto position = live_.begin(); position != live_.end();) {
        if (position->second.owner == owner) {
            position = release(position);
            released++;
        } else {
            ++position;
        }
    }
    return released;
}

const Allocation* Memory::find(uintptr_t address, size_t size) const {
    auto after = live_.upper_bound(address);
    if (after == live_.begin()) {
        return nullptr;
    }
    const Allocation& candidate = std::prev(after)->second;
    const size_t offset = address - candidate.begin;
    return offset <= candidate.size && size <= candidate.size - offset ? &candidate : nullptr;
}

std::string Memory::checkRedzones() {
    std::string first;
    for (const auto& [address, allocation] : live_) {
        if (!allocation.host && allocation.device != exposed_) {
            continue;
        }
        char* const begin = pointer(address);
        char* const end = begin + allocation.size;
        char* const pagesEnd = pointer(allocation.pages + allocation.pagesSize);
        for (const auto& [from, to] : {std::pair{pointer(allocation.pages), begin}, std::pair{end, pagesEnd}}) {
            const char* const changed = firstChange(from, to, redzonePoison);
            if (changed == to) {
                continue;
            }
            if (first.empty()) {
                first = "a write " + bytesPast(reinterpret_cast<uintptr_t>(changed), allocation);
            }
            fillPoison(from, to, redzonePoison);
        }
    }
    return first;
}

std::string Memory::describe(uintptr_t address) const {
    constexpr uintptr_t near = uintptr_t{1} << 20;
    const auto after = live_.upper_bound(address);
    const Allocation* closest = nullptr;
    uintptr_t distance = near;
    if (after != live_.begin()) {
        const Allocation& below = std::prev(after)->second;
        if (address - below.begin < below.size) {
            return "inside " + name(below);
        }
        if (address - below.begin - below.size < distance) {
            closest = &below;
            distance = address - below.begin - below.size;
        }
    }
    if (after != live_.end() && after->second.begin - address <= distance) {
        closest = &after->second;
    }
    return closest == nullptr ? "far from every live allocation" : bytesPast(address, *closest);
}

long long Memory::liveCount(bool host, int device) const {
    return std::count_if(
        live_.begin(), live_.end(), [&](const auto& entry) { return isOf(entry.second, host, device); });
}

size_t Memory::liveBytes(bool host, int device) const {
    size_t bytes = 0;
    for (const auto& [address, allocation] : live_) {
        bytes += isOf(allocation, host, device) ? allocation.size : 0;
    }
    return bytes;
}

}  // namespace standin
