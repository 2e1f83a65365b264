/** An embedded PostgreSQL server that asks everybody for a password. */
@NullMarked
package io.manymodels.stack.postgres;

import org.jspecify.annotations.NullMarked;
