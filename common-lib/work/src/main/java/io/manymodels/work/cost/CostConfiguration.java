package io.manymodels.work.cost;

import com.sun.management.OperatingSystemMXBean;
import io.manymodels.storage.ObjectStore;
import java.lang.management.ManagementFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Measures what this process uses for its tasks. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CostProperties.class)
public class CostConfiguration {

    /** A service without storage moves no bytes. */
    @Bean
    UsageMeter usageMeter(ObjectProvider<ObjectStore> stores) {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new UsageMeter(System::nanoTime, process::getProcessCpuTime,
                () -> stores.stream().mapToLong(store -> store.traffic().bytesRead()).sum(),
                () -> stores.stream().mapToLong(store -> store.traffic().bytesWritten()).sum());
    }

    @Bean
    UsageRepository usageRepository(JdbcClient jdbc) {
        return new UsageRepository(jdbc);
    }
}
