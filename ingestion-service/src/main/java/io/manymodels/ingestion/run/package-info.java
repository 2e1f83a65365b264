/** The ingestion as an accountable run. */
@NullMarked
package io.manymodels.ingestion.run;

import org.jspecify.annotations.NullMarked;
