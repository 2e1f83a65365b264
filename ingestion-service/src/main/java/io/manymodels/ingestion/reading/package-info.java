/** Which files of a source an ingestion has to read, and which it takes from the snapshot of an earlier one. Private to ingestion-service. */
@NullMarked
package io.manymodels.ingestion.reading;

import org.jspecify.annotations.NullMarked;
