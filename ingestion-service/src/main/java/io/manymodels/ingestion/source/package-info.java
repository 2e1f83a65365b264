/** Connectors: files of the landing folder and of object storage, and queries on configured databases, as tables of the sandbox. */
@NullMarked
package io.manymodels.ingestion.source;

import org.jspecify.annotations.NullMarked;
