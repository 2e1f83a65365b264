/** The ingestion service's application class. */
@NullMarked
package io.manymodels.ingestion;

import org.jspecify.annotations.NullMarked;
