/** What an ingestion of a spec would do, told from the beginning of its source before anything is stored. */
@NullMarked
package io.manymodels.ingestion.inspection;

import org.jspecify.annotations.NullMarked;
