/** What runs read and made, told to a lineage server as OpenLineage events. Used by every service that owns runs; off by default. */
@NullMarked
package io.manymodels.work.lineage;

import org.jspecify.annotations.NullMarked;
