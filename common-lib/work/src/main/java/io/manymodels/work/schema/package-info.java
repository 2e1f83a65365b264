/** That the service's tables are of no newer version than the service. Used by every service that owns runs. */
@NullMarked
package io.manymodels.work.schema;

import org.jspecify.annotations.NullMarked;
