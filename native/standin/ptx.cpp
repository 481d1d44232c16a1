#include "ptx.h"

#include <algorithm>
#include <regex>

namespace standin {
namespace {

constexpr int newestVersion = 85;   // PTX 8.5 belongs to the driver version that cuDriverGetVersion reports
constexpr int newestTarget = 75;

// The rest of this module works by position and by small patterns, since a whole module is too long for std::regex.
std::string withoutComments(const std::string& text) {
    std::string result;
    for (size_t i = 0; i < text.size(); i++) {
        if (text.compare(i, 2, "//") == 0) {
            i = std::min(text.find('\n', i), text.size()) - 1;
        } else if (text.compare(i, 2, "/*") == 0) {
            i = std::min(text.find("*/", i + 2), text.size() - 1) + 1;
        } else {
            result += text[i];
        }
    }
    return result;
}

// The word after directive, or nothing when the directive is not there.
std::string wordAfter(const std::string& text, const std::string& directive) {
    const size_t at = text.find(directive);
    if (at == std::string::npos) {
        return "";
    }
    const size_t begin = text.find_first_not_of(" \t\r\n", at + directive.size());
    const size_t end = text.find_first_of(" \t\r\n,;", std::min(begin, text.size()));
    return begin == std::string::npos ? "" : text.substr(begin, end - begin);
}

// The size of ".param .u64 name" or ".param .align 8 .b8 name[192]"; 0 when it is neither.
size_t parameterSize(const std::string& parameter) {
    static const std::regex pattern(
        R"(\s*\.param\s+(?:\.align\s+\d+\s+)?\.[bfus](8|16|32|64)\s+)"            // type
        R"((?:\.ptr\S*\s+(?:\.\S+\s+)*(?:\.align\s+\d+\s+)?)?)"                   // what a pointer points to
        R"([\w$%]+\s*(?:\[(\d+)\])?\s*)");                                        // name, length
    std::smatch match;
    if (!std::regex_match(parameter, match, pattern)) {
        return 0;
    }
    const size_t bytes = std::stoul(match[1]) / 8;
    return match[2].matched ? bytes * std::stoul(match[2]) : bytes;
}

// The number of threads that ".maxntid 256, 1, 1" allows; 1024 when the directives hold none.
size_t maximumThreads(const std::string& directives) {
    static const std::regex pattern(R"(\.maxntid\s+(\d+)(?:\s*,\s*(\d+))?(?:\s*,\s*(\d+))?)");
    std::smatch match;
    if (!std::regex_search(directives, match, pattern)) {
        return 1024;
    }
    size_t threads = 1;
    for (size_t i = 1; i < match.size(); i++) {
        threads *= match[i].matched ? std::stoul(match[i]) : 1;
    }
    return threads;
}

bool readEntry(const std::string& text, size_t at, PtxEntry& entry) {
    const size_t open = text.find('(', at);
    const size_t body = text.find('{', at);
    if (body == std::string::npos) {
        return false;
    }
    const std::string head = text.substr(at, std::min(open, body) - at);
    std::smatch name;
    if (!std::regex_match(head, name, std::regex(R"(\s+([A-Za-z_$][\w$]*)\s*(\.[^]*)?)"))) {
        return false;
    }
    entry.name = name[1];
    if (open > body) {
        return true;
    }
    const size_t close = text.find(')', open);
    if (close > body) {
        return false;
    }
    entry.maximumThreads = maximumThreads(text.substr(close, body - close));
    size_t begin = open + 1;
    if (text.substr(begin, close - begin).find('.') == std::string::npos) {
        return true;   // an empty list
    }
    while (begin < close) {
        const size_t end = std::min(text.find(',', begin), close);
        entry.parameterSizes.push_back(parameterSize(text.substr(begin, end - begin)));
        if (entry.parameterSizes.back() == 0) {
            return false;
        }
        begin = end + 1;
    }
    return true;
}

}  // namespace

CUresult readPtx(const std::string& text, PtxModule& module, std::string& message) {
    const std::string code = withoutComments(text);
    std::smatch match;
    const std::string version = wordAfter(code, ".version");
    if (!std::regex_match(version, match, std::regex(R"((\d)\.(\d))"))) {
        message = "the module is not PTX text: it has no .version line";
        return CUDA_ERROR_INVALID_PTX;
    }
    if (std::stoi(match[1]) * 10 + std::stoi(match[2]) > newestVersion) {
        message = "the module has PTX version " + version + "; the newest that this driver reads is 8.5";
        return CUDA_ERROR_UNSUPPORTED_PTX_VERSION;
    }
    const std::string target = wordAfter(code, ".target");
    if (!std::regex_match(target, match, std::regex(R"(sm_(\d+)[af]?)"))) {
        message = "the module has no .target line";
        return CUDA_ERROR_INVALID_PTX;
    }
    if (std::stoi(match[1]) > newestTarget) {
        message = "the module is for " + target + "; this device is sm_75";
        return CUDA_ERROR_NO_BINARY_FOR_GPU;
    }
    const std::string directive = ".entry";
    for (size_t at = code.find(directive); at != std::string::npos; at = code.find(directive, at + 1)) {
        PtxEntry entry;
        if (!readEntry(code, at + directive.size(), entry)) {
            message = "entry number " + std::to_string(module.entries.size() + 1) + " of the module cannot be read";
            return CUDA_ERROR_INVALID_PTX;
        }
        module.entries.push_back(entry);
    }
    return CUDA_SUCCESS;
}

}  // namespace standin
