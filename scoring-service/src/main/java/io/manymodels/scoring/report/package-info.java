/** The views of schema {@code reporting} that join what all services know: runs and what became of their partitions. */
@NullMarked
package io.manymodels.scoring.report;

import org.jspecify.annotations.NullMarked;
