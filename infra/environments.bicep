// What differs between environments, in one place. One .bicepparam each picks its own.

@export()
@description('What an environment is allowed to cost, and for how long it keeps things.')
type Environment = {
  @description('Instances that the app may grow to. The networks and SendGrid limit requests long before forty are busy.')
  @minValue(1)
  @maxValue(1000)
  maximumInstances: int

  @description('Memory of one instance, in MB.')
  instanceMemory: 512 | 2048 | 4096

  @description('Copies of the data account: in one data centre, or in three.')
  dataRedundancy: 'Standard_LRS' | 'Standard_ZRS'

  @description('Days for which logs are kept.')
  @minValue(30)
  @maxValue(730)
  logDays: int

  @description('Days for which a deleted blob or secret can be brought back.')
  @minValue(7)
  @maxValue(90)
  deletedDays: int

  @description('Whether even an owner has to wait until a deleted vault is gone for good. Cannot be taken back.')
  purgeProtection: bool
}

@export()
var dev Environment = {
  maximumInstances: 40
  instanceMemory: 2048
  dataRedundancy: 'Standard_LRS'
  logDays: 30
  deletedDays: 7
  purgeProtection: false
}

@export()
var prod Environment = {
  maximumInstances: 40
  instanceMemory: 2048
  dataRedundancy: 'Standard_ZRS'
  logDays: 90
  deletedDays: 30
  purgeProtection: true
}
