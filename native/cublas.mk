# Rules of the bridge from libcublas.so.12 to libcublas.so.13 and of the stand-in of both for tests; included by Makefile.

BRIDGE := $(NATIVE)/cublas-bridge
CUBLAS := $(NATIVE)/cublas-standin
CUBLAS_OUT := $(OUT)/cublas-standin
CUBLAS_STANDINS := $(OUT)/cublas12/libcublas.so.12 $(OUT)/cublas13/libcublas.so.13

cublas-bridge: $(OUT)/libcublas-bridge.so

$(OUT)/libcublas-bridge.so: $(BRIDGE)/bridge.cpp $(BRIDGE)/exports.map $(BRIDGE)/build.sh
	CXX="$(CXX)" $(BRIDGE)/build.sh $@

# Each in a folder of its own, so that LD_LIBRARY_PATH decides which of them a process finds.
cublas-standin: $(CUBLAS_STANDINS)

define CUBLAS_STANDIN_RULES
$(OUT)/cublas$(1)/libcublas.so.$(1): $(CUBLAS)/cublas.cpp $(CUBLAS)/exports.map $(OUT)/libcuda.so.1
	@mkdir -p $$(@D) $$(CUBLAS_OUT)
	sed 's/MAJOR/$(1)/' $(CUBLAS)/exports.map > $$(CUBLAS_OUT)/exports$(1).map
	$$(CXX) $$(filter-out -MMD -MP,$$(STANDIN_FLAGS)) -ffp-contract=off -DMEMN2N_CUBLAS_MAJOR=$(1) -shared -Wl,-z,defs \
	    -Wl,-soname,libcublas.so.$(1) -Wl,--version-script=$$(CUBLAS_OUT)/exports$(1).map -o $$@ $$< $(OUT)/libcuda.so.1
endef
$(foreach major,12 13,$(eval $(call CUBLAS_STANDIN_RULES,$(major))))

# The bridge as a process finds it that was built for version 12, with the stand-in of 13 behind it, and without.
cublas-bridge-test: $(CUBLAS_OUT)/bridge-test $(OUT)/libcublas-bridge.so $(CUBLAS_STANDINS)
	LD_LIBRARY_PATH=$(OUT):$(OUT)/cublas13 $< $(OUT)/libcublas-bridge.so
	LD_LIBRARY_PATH=$(OUT) $< $(OUT)/libcublas-bridge.so withoutALibrary

$(CUBLAS_OUT)/bridge-test: $(CUBLAS)/test/bridge_test.cpp $(OUT)/libcuda.so.1
	@mkdir -p $(@D)
	$(CXX) $(filter-out -MMD -MP,$(STANDIN_FLAGS)) -o $@ $^ -ldl
