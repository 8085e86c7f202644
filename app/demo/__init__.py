"""The sample chain, the demo shop platform and the scripted tour; used by bootstrap only."""
