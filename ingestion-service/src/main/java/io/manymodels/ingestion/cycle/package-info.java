/** Cycles: ingestion, training, promotion and scoring of a family, one started by the other. */
@NullMarked
package io.manymodels.ingestion.cycle;

import org.jspecify.annotations.NullMarked;
