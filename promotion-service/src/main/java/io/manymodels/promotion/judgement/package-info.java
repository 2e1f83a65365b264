/** Judges the keys of a promotion run: who contends, what the gate says, which model answers, what is kept of it. */
@NullMarked
package io.manymodels.promotion.judgement;

import org.jspecify.annotations.NullMarked;
