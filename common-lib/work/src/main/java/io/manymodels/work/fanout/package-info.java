/** How tasks come to workers: a share group on Kafka, and the dead letters. Used by every service that owns runs. */
@NullMarked
package io.manymodels.work.fanout;

import org.jspecify.annotations.NullMarked;
