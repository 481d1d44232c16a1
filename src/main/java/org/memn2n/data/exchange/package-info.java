/**
 * Exchange of words: which words of a training set may take each other's place in an example, answer included, without
 * making the answer wrong. Found from the examples alone; a network that sees a story told with other names in every epoch
 * learns the rule and not the names.
 */
@NullMarked
package org.memn2n.data.exchange;

import org.jspecify.annotations.NullMarked;
