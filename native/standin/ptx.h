// Just enough reading of PTX to refuse what a driver would refuse, and to find a module that is older than the kernels.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "result.h"

namespace standin {

struct PtxEntry {
    std::string name;
    std::vector<size_t> parameterSizes;
    size_t maximumThreads = 1024;   // of a block: .maxntid
};

struct PtxModule {
    std::vector<PtxEntry> entries;
};

// Reads a module. Anything but CUDA_SUCCESS comes with a message: no .version or .target line (INVALID_PTX), a PTX
// version after 8.5 (UNSUPPORTED_PTX_VERSION), a target after sm_75 (NO_BINARY_FOR_GPU), a broken entry (INVALID_PTX).
CUresult readPtx(const std::string& text, PtxModule& module, std::string& message);

}  // namespace standin
