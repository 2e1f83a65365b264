/** Object storage over the S3 protocol: whole objects, byte ranges, copies. Used by ingestion, training, promotion, scoring and realtime. */
@NullMarked
package io.manymodels.storage;

import org.jspecify.annotations.NullMarked;
