#include "settings.h"

#include <cstdlib>
#include <sstream>

namespace standin {
namespace {

constexpr long long mostDevices = 8;

struct ResultRow {
    CUresult result;
    const char* name;
    const char* text;
};

constexpr ResultRow resultRows[] = {
#define MEMN2N_ROW(name, value, text) {CUDA_##name, "CUDA_" #name, text},
    MEMN2N_CUDA_RESULTS(MEMN2N_ROW)
#undef MEMN2N_ROW
};

bool choose(const std::string& value, const char* no, const char* yes, bool& chosen) {
    chosen = value == yes;
    return value == no || value == yes;
}

bool number(const std::string& text, long long& value) {
    char* end = nullptr;
    value = std::strtoll(text.c_str(), &end, 10);
    return !text.empty() && *end == '\0' && value >= 0;
}

bool parseResult(const std::string& text, CUresult& result) {
    long long code = -1;
    const bool isNumber = number(text, code);
    for (const ResultRow& row : resultRows) {
        if (isNumber ? row.result == code : text == row.name) {
            result = row.result;
            return true;
        }
    }
    return false;
}

}  // namespace

bool Settings::set(const std::string& key, const std::string& value) {
    long long count = 0;
    if (key == "thread_order") {
        return Order::parse(value, threadOrder);
    }
    if (key == "block_order") {
        return Order::parse(value, blockOrder);
    }
    if (key == "stream_order") {
        return StreamOrder::parse(value, streamOrder);
    }
    if (key == "guard") {
        return choose(value, "end", "beginning", guardBeginning);
    }
    if (key == "execution") {
        return choose(value, "eager", "late", late);
    }
    if (key == "report") {
        return choose(value, "launch", "late", reportLate);
    }
    if (!number(value, count)) {
        return false;
    }
    if (key == "alignment" && count >= 4 && count <= 256 && (count & (count - 1)) == 0) {
        alignment = static_cast<size_t>(count);
        return true;
    }
    if (key == "devices" && count <= mostDevices) {
        devices = static_cast<int>(count);
        return true;
    }
    if (key == "capability" && count >= 10 && count < 1000) {
        capability = static_cast<int>(count);
        return true;
    }
    if (key == "version" && count <= 1000000) {
        version = static_cast<int>(count);
        return true;
    }
    if (key == "memory") {
        memory = static_cast<size_t>(count);
        return true;
    }
    return false;
}

void FaultPlan::add(const std::string& function, long long call, CUresult result, bool onwards) {
    rules_.push_back({function, calls(function) + call, result, onwards});
}

bool FaultPlan::add(const std::string& text) {
    std::istringstream words(text);
    std::string function, call, result, onwards, rest;
    words >> function >> call >> result >> onwards >> rest;
    long long number_ = 0;
    CUresult code = CUDA_SUCCESS;
    if (!number(call, number_) || number_ < 1 || !parseResult(result, code) || !rest.empty()
        || (!onwards.empty() && onwards != "onwards")) {
        return false;
    }
    add(function, number_, code, !onwards.empty());
    return true;
}

std::optional<CUresult> FaultPlan::count(const char* function) {
    const long long call = ++calls_[function];
    last_ = function;
    for (const Rule& rule : rules_) {
        if (rule.function == function && (rule.call == call || (rule.onwards && rule.call < call))) {
            return rule.result;
        }
    }
    return std::nullopt;
}

long long FaultPlan::of(const Counts& counts, const std::string& function) {
    long long sum = 0;
    for (const auto& [name, count] : counts) {
        sum += function.empty() || name == function ? count : 0;
    }
    return sum;
}

long long FaultPlan::calls(const std::string& function) const { return of(calls_, function); }

long long FaultPlan::waits(const std::string& function) const { return of(waits_, function); }

const char* resultName(CUresult result) {
    for (const ResultRow& row : resultRows) {
        if (row.result == result) {
            return row.name;
        }
    }
    return nullptr;
}

const char* resultText(CUresult result) {
    for (const ResultRow& row : resultRows) {
        if (row.result == result) {
            return row.text;
        }
    }
    return nullptr;
}

}  // namespace standin
