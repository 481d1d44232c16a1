// Device and pinned host memory: each allocation has pages of its own between unmapped ones, its bytes start as NaN
// patterns, and no address is ever used again after it is freed. Memory of one device at a time can be touched: a
// kernel of one device that uses memory of another faults.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace standin {

struct Allocation {
    uintptr_t begin;
    size_t size;
    uintptr_t pages;
    size_t pagesSize;
    long long number;   // counted from 1 since the process began
    bool host;
    int device;
    uint64_t owner;     // id of the context
};

class Memory {
public:
    // The address of size > 0 bytes, a multiple of alignment; 0 when the system has no memory.
    // Touches an unmapped page at its beginning, or else at its end rounded up to alignment.
    uintptr_t allocate(size_t size, size_t alignment, bool guardBeginning, bool host, int device, uint64_t owner);

    // From now on the memory of this device can be touched, that of others cannot. Host memory always can.
    void expose(int device);

    // Unmaps the allocation that begins at address. False when there is none of this kind on this device.
    bool release(uintptr_t address, bool host, int device);

    // Unmaps all allocations of a context and returns how many these were.
    long long releaseAll(uint64_t owner);

    // The live allocation that holds all of [address, address + size), or null.
    const Allocation* find(uintptr_t address, size_t size) const;

    // Looks for changed bytes between allocations and their unmapped pages, and repairs them.
    // Describes the first one found; empty when there is none.
    std::string checkRedzones();

    // "4 bytes past the end of device allocation 3 (1024 bytes)" or the like.
    std::string describe(uintptr_t address) const;

    // Of one device, or of all for anyDevice.
    long long liveCount(bool host, int device) const;
    size_t liveBytes(bool host, int device) const;

    static constexpr int anyDevice = -1;

private:
    using Allocations = std::map<uintptr_t, Allocation>;

    char* reserve(size_t bytes);
    Allocations::iterator release(Allocations::iterator position);

    Allocations live_;
    int exposed_ = 0;
    char* arena_ = nullptr;
    size_t arenaLeft_ = 0;
    long long allocated_ = 0;
};

}  // namespace standin
