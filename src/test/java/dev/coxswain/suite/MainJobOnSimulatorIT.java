package dev.coxswain.suite;

class MainJobOnSimulatorIT extends MainJobSuite {
    @Override
    Ground ground() {
        return new SimulatedGround();
    }
}
