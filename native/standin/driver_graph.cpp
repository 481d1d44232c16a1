// Graphs: nodes that are launched together, and executable graphs whose kernel nodes can be changed.
#include <algorithm>

#include "driver.h"

using namespace standin;

namespace {

CUgraphNode newNode(Driver& driver) {
    constexpr uintptr_t first = uintptr_t{8} << 40;
    return reinterpret_cast<CUgraphNode>(first + ++driver.graphNodes * 0x10);
}

// The node of this handle, or null.
template <typename Nodes>
auto find(Nodes& nodes, CUgraphNode handle) -> decltype(&nodes[0]) {
    for (auto& node : nodes) {
        if (node.handle == handle) {
            return &node;
        }
    }
    return nullptr;
}

// The launch that the parameters describe, for a node.
CUresult readParameters(
    Driver& driver, const Context& context, const KernelNodeParameters* parameters, GraphNode& node) {
    if (parameters == nullptr) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    if (parameters->kernel != nullptr || parameters->context != nullptr) {
        return driver.fail(CUDA_ERROR_INVALID_VALUE, "the parameters of a kernel node have a kernel or a context beside"
                                                     " the function: memory that the caller did not clear");
    }
    node.context = context.handle;
    const CUresult result = prepareLaunch(
        driver, context, parameters->function, {parameters->gridX, parameters->gridY, parameters->gridZ},
        {parameters->blockX, parameters->blockY, parameters->blockZ}, parameters->sharedBytes, parameters->parameters,
        parameters->extra, node.launch);
    return result == CUDA_ERROR_INVALID_HANDLE ? CUDA_ERROR_INVALID_VALUE : result;
}

// Adds a node that depends on nodes of the same graph.
CUresult add(
    Driver& driver, Graph& graph, const CUgraphNode* dependencies, size_t count, GraphNode node, CUgraphNode* handle) {
    if (handle == nullptr || (dependencies == nullptr && count > 0)) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    for (size_t i = 0; i < count; i++) {
        if (find(graph.nodes, dependencies[i]) == nullptr) {
            return driver.fail(CUDA_ERROR_INVALID_VALUE, "a dependency is not a node of this graph");
        }
        if (std::count(node.dependencies.begin(), node.dependencies.end(), dependencies[i]) > 0) {
            return driver.fail(CUDA_ERROR_INVALID_VALUE, "a dependency is named twice");
        }
        node.dependencies.push_back(dependencies[i]);
    }
    node.handle = newNode(driver);
    *handle = node.handle;
    graph.nodes.push_back(std::move(node));
    return CUDA_SUCCESS;
}

// All work of the nodes in an order that their dependencies allow; which one depends on the order of streams.
std::vector<Operation> operations(Driver& driver, const std::vector<GraphNode>& nodes) {
    StreamOrder& streams = driver.settings.streamOrder;
    const Order::Kind order = streams.issued ? Order::Kind::Forward : streams.order.kind;
    std::vector<const GraphNode*> left;
    for (const GraphNode& node : nodes) {
        left.push_back(&node);
    }
    std::vector<Operation> all;
    while (!left.empty()) {
        std::vector<size_t> ready;
        for (size_t i = 0; i < left.size(); i++) {
            const bool waits = std::any_of(left.begin(), left.end(), [&](const GraphNode* other) {
                const auto& dependencies = left[i]->dependencies;
                return std::find(dependencies.begin(), dependencies.end(), other->handle) != dependencies.end();
            });
            if (!waits) {
                ready.push_back(i);
            }
        }
        const size_t chosen = order == Order::Kind::Forward   ? ready.front()
                              : order == Order::Kind::Reverse ? ready.back()
                                                              : ready[streams.order.generator() % ready.size()];
        const GraphNode& node = *left[chosen];
        if (node.launch.kernel != nullptr) {
            all.push_back(launchOperation(driver, node.launch));
        }
        all.insert(all.end(), node.operations.begin(), node.operations.end());
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(chosen));
    }
    return all;
}

}  // namespace

CUgraph standin::addCaptured(Driver& driver, std::vector<Operation> operations) {
    Graph graph;
    if (!operations.empty()) {
        GraphNode node = {};
        node.handle = newNode(driver);
        node.operations = std::move(operations);
        graph.nodes.push_back(std::move(node));
    }
    return driver.graphs.add(std::move(graph));
}

CUDA_API cuGraphCreate(CUgraph* graph, unsigned flags) {
    return call(__func__, [&](Driver& driver) {
        if (graph == nullptr || flags != 0) {
            return CUDA_ERROR_INVALID_VALUE;
        }
        *graph = driver.graphs.add({});
        return CUDA_SUCCESS;
    });
}

CUDA_API cuGraphAddKernelNode_v2(
    CUgraphNode* handle, CUgraph graph, const CUgraphNode* dependencies, size_t count,
    const KernelNodeParameters* parameters) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        Graph* const found = driver.graphs.find(graph);
        GraphNode node = {};
        const CUresult result = readParameters(driver, context, parameters, node);
        if (found == nullptr || result != CUDA_SUCCESS) {
            return found == nullptr ? CUDA_ERROR_INVALID_VALUE : result;
        }
        return add(driver, *found, dependencies, count, std::move(node), handle);
    });
}

CUDA_API cuGraphAddChildGraphNode(
    CUgraphNode* handle, CUgraph graph, const CUgraphNode* dependencies, size_t count, CUgraph child) {
    return callInContext(__func__, [&](Driver& driver, Context&) {
        Graph* const found = driver.graphs.find(graph);
        const Graph* const added = driver.graphs.find(child);
        if (found == nullptr || added == nullptr || found == added) {
            return CUDA_ERROR_INVALID_VALUE;
        }
        GraphNode node = {};
        node.operations = operations(driver, added->nodes);   // a copy: the child may go
        return add(driver, *found, dependencies, count, std::move(node), handle);
    });
}

CUDA_API cuGraphInstantiateWithFlags(CUgraphExec* exec, CUgraph graph, unsigned long long flags) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const Graph* const found = driver.graphs.find(graph);
        if (found == nullptr || exec == nullptr || flags != 0) {
            return CUDA_ERROR_INVALID_VALUE;
        }
        *exec = driver.graphExecs.add({context.handle, graph, found->nodes});
        return CUDA_SUCCESS;
    });
}

// Launches that were issued before keep the parameters that they were issued with.
CUDA_API cuGraphExecKernelNodeSetParams_v2(
    CUgraphExec exec, CUgraphNode handle, const KernelNodeParameters* parameters) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        GraphExec* const found = driver.graphExecs.find(exec);
        const Graph* const source = found == nullptr ? nullptr : driver.graphs.find(found->source);
        if (source == nullptr || find(source->nodes, handle) == nullptr) {
            return driver.fail(CUDA_ERROR_INVALID_VALUE, "the node is not one of the graph that was instantiated, or"
                                                         " that graph is gone");
        }
        GraphNode* const node = find(found->nodes, handle);
        if (node->launch.kernel == nullptr) {
            return driver.fail(CUDA_ERROR_INVALID_VALUE, "the node is not a kernel node");
        }
        GraphNode changed = *node;
        const CUresult result = readParameters(driver, context, parameters, changed);
        if (result == CUDA_SUCCESS && changed.context != node->context) {
            return driver.fail(CUDA_ERROR_INVALID_VALUE, "the function is of another context than the node's before");
        }
        if (result == CUDA_SUCCESS) {
            *node = std::move(changed);
        }
        return result;
    });
}

CUDA_API cuGraphUpload(CUgraphExec exec, CUstream stream) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const bool known = driver.graphExecs.find(exec) != nullptr && driver.stream(context, stream) != nullptr;
        return known ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
    });
}

CUDA_API cuGraphLaunch(CUgraphExec exec, CUstream handle) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const GraphExec* const found = driver.graphExecs.find(exec);
        Stream* const stream = driver.stream(context, handle);
        if (found == nullptr || found->context != context.handle || stream == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        for (Operation& operation : operations(driver, found->nodes)) {
            const CUresult result = driver.submit(context, *stream, std::move(operation));
            if (result != CUDA_SUCCESS) {
                return result;
            }
        }
        return CUDA_SUCCESS;
    });
}

CUDA_API cuGraphExecDestroy(CUgraphExec exec) {
    return callInContext(__func__, [&](Driver& driver, Context&) {
        return driver.graphExecs.remove(exec) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
    });
}

CUDA_API cuGraphDestroy(CUgraph graph) {
    return callInContext(__func__, [&](Driver& driver, Context&) {
        return driver.graphs.remove(graph) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
    });
}
