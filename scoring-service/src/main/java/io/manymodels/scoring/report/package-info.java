/** The views of schema {@code reporting} that join what all services know: runs, their partitions, the catalogue. */
@NullMarked
package io.manymodels.scoring.report;

import org.jspecify.annotations.NullMarked;
