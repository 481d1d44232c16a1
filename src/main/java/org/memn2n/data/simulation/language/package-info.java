/**
 * How clauses are put into words: names, their inflection, sentences and word order, all of it read from a
 * {@link org.memn2n.data.simulation.language.Lexicon}.
 */
@NullMarked
package org.memn2n.data.simulation.language;

import org.jspecify.annotations.NullMarked;
