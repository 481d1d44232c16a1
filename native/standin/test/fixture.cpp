#include "fixture.h"

#include <cstring>

long long control(const std::string& command) {
    long long answer = 0;
    if (memn2n_standin_control(command.c_str(), &answer) != 0) {
        throw std::runtime_error(explanation());
    }
    return answer;
}

std::string explanation() { return memn2n_standin_explanation(); }

std::string testPtx() {
    const std::string integer = ".param .u32 i";
    const std::string wide = ".param .u64 w";
    const struct {
        const char* name;
        std::vector<std::string> parameters;
    } entries[] = {
        {"add", {integer, wide, wide, wide}},
        {"sum", {integer, wide, wide}},
        {"scale_reversed", {".param .align 8 .b8 s[32]", wide}},
        {"warp_functions", {wide}},
        {"copy4", {integer, wide, wide}},
        {"barriers", {integer}},
        {"race", {wide}},
        {"missed_barrier", {integer}},
        {"two_barriers", {}},
        {"wrong_mask", {integer}},
        {"lane_not_in_mask", {}},
        {"ended_source", {wide}},
        {"read_at", {wide, wide, wide}},
        {"write_at", {wide, wide}},
        {"shared_index", {integer, wide}},
        {"shared_unwritten", {wide}},
        {"dynamic_index", {integer, wide}},
        {"divide", {integer, wide}},
        {"deep", {integer, wide}},
        {"block_race", {wide}},
        {"only_in_module", {}},
    };
    std::string text = "// a comment that says .version 9.9\n.version 6.3\n.target sm_75\n.address_size 64\n";
    for (const auto& entry : entries) {
        text += "\n.visible .entry " + std::string(entry.name) + "(";
        for (size_t i = 0; i < entry.parameters.size(); i++) {
            text += (i == 0 ? "\n\t" : ",\n\t") + entry.parameters[i];
        }
        const std::string threads = strcmp(entry.name, "copy4") == 0 ? "16, 4" : "1024, 1, 1";
        text += "\n)\n.maxntid " + threads + "\n{\n\tret;\n}\n";
    }
    return text;
}

Fixture::Fixture(std::initializer_list<const char*> commands) {
    control("reset");
    for (const char* command : commands) {
        control(command);
    }
    CHECK_EQUAL(cuInit(0), CUDA_SUCCESS);
    CHECK_EQUAL(cuDevicePrimaryCtxRetain(&context, 0), CUDA_SUCCESS);
    CHECK_EQUAL(cuCtxSetCurrent(context), CUDA_SUCCESS);
    CHECK_EQUAL(cuModuleLoadData(&module, testPtx().c_str()), CUDA_SUCCESS);
}

CUfunction Fixture::function(const char* name) const {
    CUfunction found = nullptr;
    if (cuModuleGetFunction(&found, module, name) != CUDA_SUCCESS) {
        throw std::runtime_error(explanation());
    }
    return found;
}

CUdeviceptr Fixture::allocate(size_t bytes) const {
    CUdeviceptr address = 0;
    CHECK_EQUAL(cuMemAlloc_v2(&address, bytes), CUDA_SUCCESS);
    return address;
}

CUdeviceptr Fixture::upload(const std::vector<float>& values) const {
    const CUdeviceptr address = allocate(values.size() * sizeof(float));
    CHECK_EQUAL(cuMemcpyHtoD_v2(address, values.data(), values.size() * sizeof(float)), CUDA_SUCCESS);
    return address;
}

std::vector<float> Fixture::download(CUdeviceptr address, size_t count) const {
    std::vector<float> values(count);
    CHECK_EQUAL(cuMemcpyDtoH_v2(values.data(), address, count * sizeof(float)), CUDA_SUCCESS);
    return values;
}

CUresult Fixture::launch(const char* name, unsigned grid, unsigned block, void** values) const {
    const CUresult result =
        cuLaunchKernel(function(name), grid, 1, 1, block, 1, 1, sharedBytes, stream, values, nullptr);
    return result == CUDA_SUCCESS && wait ? cuStreamSynchronize(stream) : result;
}
