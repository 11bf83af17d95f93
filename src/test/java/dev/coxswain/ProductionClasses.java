package dev.coxswain;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import dev.coxswain.cli.Main;
import java.util.Set;

/** The classes we wrote to be shipped: wherever {@link Main} was compiled to, less what annotation processors add. */
final class ProductionClasses implements LocationProvider {
    @Override
    public Set<Location> get(Class<?> testClass) {
        return Set.of(
                Location.of(Main.class.getProtectionDomain().getCodeSource().getLocation()));
    }

    /** Micronaut's generated bean definitions are named {@code $Something} and depend on Micronaut wherever they lie. */
    static final class WrittenByHand implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/$");
        }
    }
}
