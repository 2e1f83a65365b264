/** The catalogue that ingestion writes and others read: families, snapshots, partitions. */
@NullMarked
package io.manymodels.catalog;

import org.jspecify.annotations.NullMarked;
