/** Messages written in the transaction that makes them true, and their way to the broker. Used by every service that owns runs. */
@NullMarked
package io.manymodels.work.outbox;

import org.jspecify.annotations.NullMarked;
