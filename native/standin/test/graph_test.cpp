// Graphs: of captured work, and of nodes that are added one by one and changed.
#include "fixture.h"

namespace {

// A stream, and numbers that kernels add to.
struct Sums {
    explicit Sums(Fixture& fixture) {
        CHECK_EQUAL(cuStreamCreate(&stream, streamNonBlocking), CUDA_SUCCESS);
        fixture.stream = stream;
        fixture.wait = false;
        add = fixture.function("add");
        total = fixture.upload({0.0f, 0.0f});
        step = fixture.upload({1.0f, 2.0f});
    }

    CUresult launch(const Fixture& fixture) const { return fixture.launch("add", 1, 32, 2, total, step, total); }

    // total[0 .. count) += step[0 .. count), as a node.
    CUresult node(CUgraphNode* node, CUgraph graph, std::vector<CUgraphNode> dependencies, int count) {
        return parameters(count, total, [&](const KernelNodeParameters& parameters) {
            return cuGraphAddKernelNode_v2(node, graph, dependencies.data(), dependencies.size(), &parameters);
        });
    }

    CUresult change(CUgraphExec exec, CUgraphNode node, int count) {
        return parameters(count, total, [&](const KernelNodeParameters& parameters) {
            return cuGraphExecKernelNodeSetParams_v2(exec, node, &parameters);
        });
    }

    template <typename Use>
    CUresult parameters(int count, CUdeviceptr target, Use use) {
        void* values[] = {&count, &target, &step, &target};
        KernelNodeParameters parameters = {};
        parameters.function = add;
        parameters.gridX = parameters.gridY = parameters.gridZ = 1;
        parameters.blockX = 32;
        parameters.blockY = parameters.blockZ = 1;
        parameters.parameters = values;
        return use(parameters);
    }

    CUstream stream = nullptr;
    CUfunction add = nullptr;
    CUdeviceptr total = 0;
    CUdeviceptr step = 0;
};

}  // namespace

TEST(graphsReplay) {
    for (const char* execution : {"set execution eager", "set execution late"}) {
        Fixture fixture({execution});
        const Sums work(fixture);
        CUgraph graph = nullptr;
        CUgraphExec exec = nullptr;
        CHECK_EQUAL(cuStreamBeginCapture_v2(work.stream, 0), CUDA_SUCCESS);
        CHECK_EQUAL(cuMemsetD32Async(work.total, 0x40400000, 1, work.stream), CUDA_SUCCESS);   // 3.0f
        CHECK_EQUAL(work.launch(fixture), CUDA_SUCCESS);
        CHECK_EQUAL(work.launch(fixture), CUDA_SUCCESS);
        CHECK_EQUAL(control("get launches"), 0);
        CHECK_EQUAL(cuStreamEndCapture(work.stream, &graph), CUDA_SUCCESS);
        CHECK_EQUAL(fixture.download(work.total, 1)[0], 0.0f);   // captured, not executed
        CHECK_EQUAL(cuGraphInstantiateWithFlags(&exec, graph, 0), CUDA_SUCCESS);
        CHECK_EQUAL(cuGraphDestroy(graph), CUDA_SUCCESS);
        for (int i = 1; i <= 3; i++) {
            CHECK_EQUAL(cuGraphLaunch(exec, work.stream), CUDA_SUCCESS);
            CHECK_EQUAL(cuStreamSynchronize(work.stream), CUDA_SUCCESS);
            const std::vector<float> total = fixture.download(work.total, 2);
            CHECK_EQUAL(total[0], 5.0f);
            CHECK_EQUAL(total[1], 4.0f * i);
        }
        CHECK_EQUAL(cuGraphExecDestroy(exec), CUDA_SUCCESS);
        CHECK_EQUAL(cuGraphLaunch(exec, work.stream), CUDA_ERROR_INVALID_HANDLE);
    }
}

TEST(graphOverFreedMemoryFails) {
    Fixture fixture;
    const Sums work(fixture);
    CUgraph graph = nullptr;
    CUgraphExec exec = nullptr;
    CHECK_EQUAL(cuStreamBeginCapture_v2(work.stream, 1), CUDA_SUCCESS);
    CHECK_EQUAL(work.launch(fixture), CUDA_SUCCESS);
    CHECK_EQUAL(cuStreamEndCapture(work.stream, &graph), CUDA_SUCCESS);
    CHECK_EQUAL(cuGraphInstantiateWithFlags(&exec, graph, 0), CUDA_SUCCESS);
    CHECK_EQUAL(cuMemFree_v2(work.step), CUDA_SUCCESS);
    CHECK_EQUAL(cuGraphLaunch(exec, work.stream), CUDA_ERROR_ILLEGAL_ADDRESS);
}

TEST(graphsOfNodes) {
    for (const char* execution : {"set execution eager", "set execution late"}) {
        Fixture fixture({execution});
        Sums sums(fixture);
        CUgraph graph = nullptr;
        CUgraph child = nullptr;
        CUgraphExec exec = nullptr;
        CUgraphNode nodes[3];
        CHECK_EQUAL(cuStreamBeginCapture_v2(sums.stream, 1), CUDA_SUCCESS);
        CHECK_EQUAL(cuMemsetD32Async(sums.total, 0, 1, sums.stream), CUDA_SUCCESS);
        CHECK_EQUAL(cuStreamEndCapture(sums.stream, &child), CUDA_SUCCESS);
        CHECK_EQUAL(cuGraphCreate(&graph, 0), CUDA_SUCCESS);
        CHECK_EQUAL(sums.node(&nodes[0], graph, {}, 2), CUDA_SUCCESS);
        CHECK_EQUAL(cuGraphAddChildGraphNode(&nodes[1], graph, &nodes[0], 1, child), CUDA_SUCCESS);
        CHECK_EQUAL(cuGraphDestroy(child), CUDA_SUCCESS);   // the node has a copy
        CHECK_EQUAL(sums.node(&nodes[2], graph, {nodes[1]}, 2), CUDA_SUCCESS);
        CHECK_EQUAL(cuGraphInstantiateWithFlags(&exec, graph, 0), CUDA_SUCCESS);
        CHECK_EQUAL(control("get graphs"), 2);
        CHECK_EQUAL(cuGraphLaunch(exec, sums.stream), CUDA_SUCCESS);
        // The launch before keeps its parameters, those after have the new ones.
        CHECK_EQUAL(sums.change(exec, nodes[2], 1), CUDA_SUCCESS);
        CHECK_EQUAL(cuStreamSynchronize(sums.stream), CUDA_SUCCESS);
        std::vector<float> total = fixture.download(sums.total, 2);
        CHECK_EQUAL(total[0], 1.0f);
        CHECK_EQUAL(total[1], 4.0f);
        CHECK_EQUAL(cuGraphLaunch(exec, sums.stream), CUDA_SUCCESS);
        CHECK_EQUAL(cuStreamSynchronize(sums.stream), CUDA_SUCCESS);
        total = fixture.download(sums.total, 2);
        CHECK_EQUAL(total[0], 1.0f);
        CHECK_EQUAL(total[1], 6.0f);
        CHECK_EQUAL(cuGraphExecDestroy(exec), CUDA_SUCCESS);
        CHECK_EQUAL(cuGraphDestroy(graph), CUDA_SUCCESS);
        CHECK_EQUAL(control("get graphs"), 0);
    }
}

TEST(aMissingDependencyShows) {
    for (const bool dependent : {true, false}) {
        Fixture fixture({"set stream_order reverse"});
        Sums sums(fixture);
        CUgraph graph = nullptr;
        CUgraph child = nullptr;
        CUgraphExec exec = nullptr;
        CUgraphNode clear = nullptr;
        CUgraphNode add = nullptr;
        CHECK_EQUAL(cuStreamBeginCapture_v2(sums.stream, 1), CUDA_SUCCESS);
        CHECK_EQUAL(cuMemsetD32Async(sums.total, 0, 1, sums.stream), CUDA_SUCCESS);
        CHECK_EQUAL(cuStreamEndCapture(sums.stream, &child), CUDA_SUCCESS);
        CHECK_EQUAL(cuGraphCreate(&graph, 0), CUDA_SUCCESS);
        CHECK_EQUAL(cuGraphAddChildGraphNode(&clear, graph, nullptr, 0, child), CUDA_SUCCESS);
        CHECK_EQUAL(
            sums.node(&add, graph, dependent ? std::vector<CUgraphNode>{clear} : std::vector<CUgraphNode>{}, 1),
            CUDA_SUCCESS);
        CHECK_EQUAL(cuGraphInstantiateWithFlags(&exec, graph, 0), CUDA_SUCCESS);
        CHECK_EQUAL(cuGraphLaunch(exec, sums.stream), CUDA_SUCCESS);
        CHECK_EQUAL(fixture.download(sums.total, 1)[0], dependent ? 1.0f : 0.0f);
    }
}

TEST(nodesAreChecked) {
    Fixture fixture;
    Sums sums(fixture);
    CUgraph graph = nullptr;
    CUgraph other = nullptr;
    CUgraph child = nullptr;
    CUgraphExec exec = nullptr;
    CUgraphNode node = nullptr;
    CUgraphNode foreign = nullptr;
    CUgraphNode captured = nullptr;
    CHECK_EQUAL(cuGraphCreate(&graph, 1), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(cuGraphCreate(&graph, 0), CUDA_SUCCESS);
    CHECK_EQUAL(cuGraphCreate(&other, 0), CUDA_SUCCESS);
    CHECK_EQUAL(cuGraphCreate(&child, 0), CUDA_SUCCESS);
    CHECK_EQUAL(sums.node(&foreign, other, {}, 1), CUDA_SUCCESS);
    CHECK_EQUAL(sums.node(&node, graph, {foreign}, 1), CUDA_ERROR_INVALID_VALUE);
    CHECK_CONTAINS(explanation(), "a dependency is not a node of this graph");
    CHECK_EQUAL(sums.node(&node, graph, {}, 1), CUDA_SUCCESS);
    CHECK_EQUAL(sums.node(&node, graph, {node, node}, 1), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(cuGraphAddChildGraphNode(&captured, graph, &node, 1, graph), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(cuGraphAddChildGraphNode(&captured, graph, &node, 1, child), CUDA_SUCCESS);
    const auto refused = [&](auto spoil) {
        return sums.parameters(1, sums.total, [&](KernelNodeParameters parameters) {
            spoil(parameters);
            return cuGraphAddKernelNode_v2(&node, graph, nullptr, 0, &parameters);
        });
    };
    CHECK_EQUAL(refused([](KernelNodeParameters& p) { p.gridX = 0; }), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(refused([](KernelNodeParameters& p) { p.blockX = 2048; }), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(refused([](KernelNodeParameters& p) { p.parameters = nullptr; }), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(refused([](KernelNodeParameters& p) { p.function = nullptr; }), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(refused([](KernelNodeParameters& p) { p.kernel = reinterpret_cast<CUkernel>(1); }),
                CUDA_ERROR_INVALID_VALUE);
    CHECK_CONTAINS(explanation(), "memory that the caller did not clear");
    CHECK_EQUAL(cuGraphInstantiateWithFlags(&exec, graph, 0), CUDA_SUCCESS);
    CHECK_EQUAL(sums.change(exec, foreign, 1), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(sums.change(exec, captured, 1), CUDA_ERROR_INVALID_VALUE);
    CHECK_CONTAINS(explanation(), "the node is not a kernel node");
    CHECK_EQUAL(sums.change(exec, node, 1), CUDA_SUCCESS);
    CHECK_EQUAL(cuGraphDestroy(graph), CUDA_SUCCESS);
    CHECK_EQUAL(sums.change(exec, node, 1), CUDA_ERROR_INVALID_VALUE);   // the node went with its graph
    CHECK_EQUAL(cuGraphLaunch(exec, sums.stream), CUDA_SUCCESS);
}
