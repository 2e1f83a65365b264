package io.manymodels.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Connections apart from those that work is done with: {@link #LEASES} for the signs of life without which work is taken
 * away, {@link #READERS} for downloads, whose readers may be slow or gone. Neither can starve the others.
 */
@Configuration(proxyBeanMethods = false)
public class PoolConfiguration {

    /** Qualifies the pool for signs of life. */
    public static final String LEASES = "leaseConnections";
    /** Qualifies the pool for whatever is read for as long as somebody outside takes to read it. */
    public static final String READERS = "readerConnections";

    private static final int MOST_LEASES = 2;
    private static final int MOST_READERS = 8;

    @Bean(name = LEASES, defaultCandidate = false)
    HikariDataSource leases(HikariDataSource work) {
        return beside(work, "leases", MOST_LEASES);
    }

    @Bean(name = READERS, defaultCandidate = false)
    HikariDataSource readers(HikariDataSource work) {
        return beside(work, "readers", MOST_READERS);
    }

    private static HikariDataSource beside(HikariDataSource work, String name, int most) {
        HikariConfig configuration = new HikariConfig();
        work.copyStateTo(configuration);
        configuration.setPoolName(work.getPoolName() + "-" + name);
        configuration.setMaximumPoolSize(most);
        configuration.setMinimumIdle(0);
        return new HikariDataSource(configuration);
    }
}
