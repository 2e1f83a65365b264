package io.manymodels.work.retention;

import io.manymodels.storage.ObjectStore;
import io.manymodels.work.retention.DiscardedRepository.Discarded;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes from storage what stands in the table {@code discarded}. A removal that fails leaves the table as it was, so that
 * nothing is forgotten that still lies there.
 */
class ObjectRetention implements RetentionRule {

    private static final int OBJECTS = 100;

    private final DiscardedRepository discarded;
    private final ObjectProvider<ObjectStore> store;
    private final TransactionTemplate transactions;

    ObjectRetention(DiscardedRepository discarded, ObjectProvider<ObjectStore> store,
            TransactionTemplate transactions) {
        this.discarded = discarded;
        this.store = store;
        this.transactions = transactions;
    }

    @Override
    public String name() {
        return "objects";
    }

    @Override
    public int removeSome() {
        return Objects.requireNonNull(transactions.execute(_ -> {
            List<Discarded> some = discarded.take(OBJECTS);
            some.forEach(each -> store.getObject().delete(each.bucket(), each.object()));
            return some.size();
        }));
    }
}
