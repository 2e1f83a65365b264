/** What the columns of a source become: their readings, their types, their roles, and the times that numbers are. Private to ingestion-service. */
@NullMarked
package io.manymodels.ingestion.column;

import org.jspecify.annotations.NullMarked;
