package org.memn2n.benchmarks.work;

import java.util.Map;

/**
 * What a network computed, to be held against what another computed.
 *
 * @param loss the sum of the losses, in nats
 * @param tensors values by what they are
 */
record Results(double loss, Map<String, float[]> tensors) {}
