/** Writes typed columns by PostgreSQL's COPY. Used by the publication of predictions. */
@NullMarked
package io.manymodels.scoring.copy;

import org.jspecify.annotations.NullMarked;
