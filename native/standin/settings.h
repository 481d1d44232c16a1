// What a test can choose. Read from MEMN2N_STANDIN_* at the first cuInit; changed later through control.h.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "order.h"
#include "result.h"

namespace standin {

struct Settings {
    Order threadOrder;
    Order blockOrder;
    // Which end of an allocation touches an unmapped page.
    bool guardBeginning = false;
    // Device addresses are multiples of this, a power of two from 4 to 256. Small ones catch reads closer to the end.
    size_t alignment = 16;
    int devices = 1;
    // Bytes of memory that each device claims to have.
    size_t memory = size_t{1} << 30;
    // Ten times the compute capability of the devices, and the version that the driver reports.
    int capability = 75;
    int version = 12060;
    // Operations of streams wait until something synchronises.
    bool late = false;
    // With late execution: which stream goes first.
    StreamOrder streamOrder;
    // A failed launch is reported by the next call instead of by cuLaunchKernel.
    bool reportLate = false;

    // Sets the value of one key as written in native/README.md; false when the key or the value is unknown.
    bool set(const std::string& key, const std::string& value);
};

// Counts the calls of each driver function, and those that waited for work, and makes chosen ones fail.
class FaultPlan {
public:
    // From now on, the call-th call (from 1) of the function returns result instead of working; with onwards, all
    // later ones too.
    void add(const std::string& function, long long call, CUresult result, bool onwards);

    // Reads "FUNCTION CALL RESULT [onwards]"; false when it is something else. RESULT: a number or CUDA_...
    bool add(const std::string& text);

    // Counts a call. What it must return instead of working, if so.
    std::optional<CUresult> count(const char* function);

    // The call that was counted last waits for work of a stream.
    void countWait() { waits_[last_]++; }

    // Empty names all functions together.
    long long calls(const std::string& function) const;
    long long waits(const std::string& function) const;
    void clearRules() { rules_.clear(); }

private:
    struct Rule {
        std::string function;
        long long call;
        CUresult result;
        bool onwards;
    };

    using Counts = std::map<std::string, long long>;

    static long long of(const Counts& counts, const std::string& function);

    std::vector<Rule> rules_;
    Counts calls_;
    Counts waits_;
    std::string last_;
};

// "CUDA_ERROR_..." of a code; null when the code is unknown.
const char* resultName(CUresult result);
const char* resultText(CUresult result);

}  // namespace standin
